-- one row per entity among `relinking` that reading proposes: what linking across documents may go by
WITH shown AS (
    SELECT r.*
    FROM referents AS r
    SEMI JOIN relinking AS t ON r.proposed_entity_id = t.entity_id
),
names AS (
    SELECT proposed_entity_id AS entity_id, kind, name, language, count(*) AS documents
    FROM shown
    GROUP BY ALL
),
locations AS (
    SELECT *
    FROM (
        SELECT proposed_entity_id AS entity_id, country, province, city, county, admin_code, count(*) AS documents
        FROM shown
        GROUP BY ALL
    )
    QUALIFY row_number() OVER (
        PARTITION BY entity_id
        ORDER BY documents DESC, country, province, city, county, admin_code
    ) = 1
),
other_names AS (
    SELECT proposed_entity_id AS entity_id, list_sort(list_distinct(flatten(list(aliases)))) AS aliases,
        list_sort(list_distinct(flatten(list(offices)))) AS offices,
        list_sort(list_distinct(flatten(list(coalesce(presences, []))))) AS presences
    FROM shown
    GROUP BY ALL
),
best AS (
    SELECT *, sum(documents) OVER (PARTITION BY entity_id) AS document_count
    FROM names
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY documents DESC, length(name) DESC, name, language, kind) = 1
)
SELECT
    b.entity_id, b.kind, b.name, b.language, o.aliases, o.offices, o.presences,
    l.country, l.province, l.city, l.county, l.admin_code, b.document_count::INTEGER AS document_count
FROM best AS b
JOIN other_names AS o USING (entity_id)
JOIN locations AS l USING (entity_id)
ORDER BY b.entity_id
