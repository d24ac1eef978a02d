-- one row per entity among `touched_entities`: what its documents show of it, taken together
WITH shown AS (
    SELECT r.*
    FROM referents AS r
    SEMI JOIN touched_entities AS t ON r.entity_id = t.entity_id
),
-- The name that most documents use; the longest, then the first by code points, where several are as frequent.
canonical AS (
    SELECT entity_id, kind, name, language
    FROM (SELECT entity_id, kind, name, language, count(*) AS documents FROM shown GROUP BY ALL)
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY documents DESC, length(name) DESC, name, language, kind) = 1
),
other_names AS (
    SELECT entity_id, name AS alias FROM shown
    UNION
    SELECT entity_id, unnest(aliases) AS alias FROM shown
),
aliases AS (
    SELECT o.entity_id, list(o.alias ORDER BY o.alias) AS aliases
    FROM other_names AS o
    JOIN canonical AS c ON o.entity_id = c.entity_id AND o.alias <> c.name
    GROUP BY o.entity_id
),
-- Level by level, the division that most documents agree on among those that agree on the levels above; documents in the
-- language of the canonical name come first, so that the names of the divisions are in one language.
located AS (
    SELECT
        s.entity_id, s.country, s.province, s.city, s.county, s.admin_code, s.latitude, s.longitude,
        s.language = c.language AS same_language,
        count(*) OVER (PARTITION BY s.entity_id, s.language = c.language, s.country) AS n_country,
        count(*) OVER (PARTITION BY s.entity_id, s.language = c.language, s.country, s.province) AS n_province,
        count(*) OVER (PARTITION BY s.entity_id, s.language = c.language, s.country, s.province, s.city) AS n_city,
        count(*) OVER (PARTITION BY s.entity_id, s.language = c.language, s.country, s.province, s.city, s.county) AS n_county,
        count(*) OVER (
            PARTITION BY s.entity_id, s.language = c.language, s.country, s.province, s.city, s.county, s.admin_code
        ) AS n_code
    FROM shown AS s
    JOIN canonical AS c ON s.entity_id = c.entity_id
    WHERE c.kind <> 'person' AND coalesce(s.country, s.province, s.city, s.county, s.admin_code) IS NOT NULL
),
location AS (
    SELECT *
    FROM located
    QUALIFY row_number() OVER (
        PARTITION BY entity_id
        ORDER BY
            same_language DESC,
            country IS NULL, n_country DESC, country,
            province IS NULL, n_province DESC, province,
            city IS NULL, n_city DESC, city,
            county IS NULL, n_county DESC, county,
            admin_code IS NULL, n_code DESC, admin_code,
            latitude IS NULL, latitude, longitude IS NULL, longitude
    ) = 1
),
counts AS (
    SELECT m.entity_id, count(DISTINCT m.document_id) AS document_count, count(*) AS mention_count
    FROM mentions AS m
    SEMI JOIN touched_entities AS t ON m.entity_id = t.entity_id
    GROUP BY m.entity_id
)
SELECT
    c.entity_id, c.kind, c.name, coalesce(a.aliases, []) AS aliases, c.language,
    coalesce(n.document_count, 0) AS document_count, coalesce(n.mention_count, 0) AS mention_count,
    l.country, l.province, l.city, l.county, l.admin_code, l.latitude, l.longitude
FROM canonical AS c
LEFT JOIN aliases AS a ON c.entity_id = a.entity_id
LEFT JOIN location AS l ON c.entity_id = l.entity_id
LEFT JOIN counts AS n ON c.entity_id = n.entity_id
ORDER BY c.entity_id
