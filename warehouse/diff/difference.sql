-- one row per stop, participant or entity that came, went or changed from database `earlier` to database `later`, and why
-- What only says where in its text a finding stands, or how sure it is (offsets, ids, positions, rule, confidence), is no change.
WITH causes AS (
    SELECT
        coalesce(l.document_id, e.document_id) AS document_id,
        CASE
            WHEN e.document_id IS NULL THEN 'new document'
            WHEN l.document_id IS NULL THEN 'removal'
            ELSE nullif(concat_ws(
                ', ',
                CASE WHEN l.corrections IS DISTINCT FROM e.corrections THEN 'correction' END,
                CASE WHEN l.reader_version <> e.reader_version THEN 'reader change' END,
                CASE WHEN l.fingerprint <> e.fingerprint THEN 'source edit' END
            ), '')
        END AS why
    FROM (FROM earlier.readings WHERE last_run IS NULL) AS e
    FULL JOIN (FROM later.readings WHERE last_run IS NULL) AS l ON l.document_id = e.document_id
),
relinked AS (
    SELECT
        unnest([coalesce(l.proposed_entity_id, e.proposed_entity_id), e.entity_id, l.entity_id]) AS entity_id,
        CASE WHEN coalesce(l.corrected_by, e.corrected_by) IS NULL THEN 'linking' ELSE 'correction' END AS why
    FROM earlier.links AS e
    FULL JOIN later.links AS l ON l.proposed_entity_id = e.proposed_entity_id
    WHERE e.entity_id IS DISTINCT FROM l.entity_id
),
relinked_entities AS (
    SELECT entity_id, string_agg(DISTINCT why, ', ' ORDER BY why) AS why FROM relinked WHERE entity_id IS NOT NULL GROUP BY entity_id
),
-- A stop is the same one if it has the same id (its words stand in the same place), else the same entity, else the same name.
stops_earlier AS (
    SELECT
        s.*, row_number() OVER (PARTITION BY s.document_id, s.entity_id ORDER BY s.position) AS of_entity,
        row_number() OVER (PARTITION BY s.document_id, s.place ORDER BY s.position) AS of_place
    FROM earlier.stops AS s
),
stops_later AS (
    SELECT
        s.*, row_number() OVER (PARTITION BY s.document_id, s.entity_id ORDER BY s.position) AS of_entity,
        row_number() OVER (PARTITION BY s.document_id, s.place ORDER BY s.position) AS of_place
    FROM later.stops AS s
),
same_id AS (
    SELECT e.stop_id AS earlier_id, l.stop_id AS later_id FROM stops_earlier AS e JOIN stops_later AS l ON l.stop_id = e.stop_id
),
same_entity AS (
    SELECT e.stop_id AS earlier_id, l.stop_id AS later_id
    FROM (FROM stops_earlier WHERE stop_id NOT IN (SELECT earlier_id FROM same_id)) AS e
    JOIN (FROM stops_later WHERE stop_id NOT IN (SELECT later_id FROM same_id)) AS l
        ON l.document_id = e.document_id AND l.entity_id = e.entity_id AND l.of_entity = e.of_entity
),
same_place AS (
    SELECT e.stop_id AS earlier_id, l.stop_id AS later_id
    FROM (
        FROM stops_earlier
        WHERE stop_id NOT IN (SELECT earlier_id FROM same_id) AND stop_id NOT IN (SELECT earlier_id FROM same_entity)
    ) AS e
    JOIN (
        FROM stops_later
        WHERE stop_id NOT IN (SELECT later_id FROM same_id) AND stop_id NOT IN (SELECT later_id FROM same_entity)
    ) AS l ON l.document_id = e.document_id AND l.place = e.place AND l.of_place = e.of_place
),
same_stop AS (FROM same_id UNION ALL FROM same_entity UNION ALL FROM same_place),
stops AS (
    SELECT
        'stop' AS what, coalesce(l.document_id, e.document_id) AS document_id, coalesce(l.place, e.place) AS name,
        CASE WHEN e.stop_id IS NULL THEN 'came' WHEN l.stop_id IS NULL THEN 'went' ELSE 'changed' END AS change,
        CASE
            WHEN e.stop_id IS NULL THEN concat_ws(', ', l.activity, l.date_start, l.city, l.country)
            WHEN l.stop_id IS NULL THEN concat_ws(', ', e.activity, e.date_start, e.city, e.country)
            ELSE concat_ws(
                '; ',
                CASE WHEN e.place <> l.place THEN format('place: {} → {}', e.place, l.place) END,
                CASE WHEN e.entity_id <> l.entity_id THEN format('entity: {} → {}', e.entity_id, l.entity_id) END,
                CASE
                    WHEN (e.date_start, e.date_end, e.date_basis) IS DISTINCT FROM (l.date_start, l.date_end, l.date_basis)
                        THEN format(
                            'dates: {} ({}) → {} ({})',
                            coalesce(concat_ws(' to ', e.date_start, nullif(e.date_end, e.date_start)), ''), e.date_basis,
                            coalesce(concat_ws(' to ', l.date_start, nullif(l.date_end, l.date_start)), ''), l.date_basis
                        )
                END,
                CASE
                    WHEN concat_ws('/', e.country, e.province, e.city, e.county) <> concat_ws('/', l.country, l.province, l.city, l.county)
                        THEN format(
                            'location: {} → {}',
                            concat_ws('/', e.country, e.province, e.city, e.county), concat_ws('/', l.country, l.province, l.city, l.county)
                        )
                END,
                CASE WHEN e.activity <> l.activity THEN format('activity: {} → {}', e.activity, l.activity) END,
                CASE WHEN e.evidence <> l.evidence THEN format('evidence: “{}” → “{}”', e.evidence, l.evidence) END
            )
        END AS detail,
        coalesce(l.entity_id, e.entity_id) AS entity_id, e.entity_id AS earlier_entity_id, coalesce(l.position, e.position) AS position
    FROM (earlier.stops AS e LEFT JOIN same_stop AS s ON s.earlier_id = e.stop_id)
    FULL JOIN later.stops AS l ON l.stop_id = s.later_id
),
-- A participant is the same one if it is the same entity at the same stop, else the same name there.
parts_earlier AS (
    SELECT
        p.*, o.place, coalesce(s.later_id, p.stop_id, '') AS at_stop,
        row_number() OVER (PARTITION BY p.document_id, p.stop_id, p.entity_id ORDER BY p.part, p.position) AS of_entity,
        row_number() OVER (PARTITION BY p.document_id, p.stop_id, p.name ORDER BY p.part, p.position) AS of_name,
        row_number() OVER () AS number
    FROM earlier.participants AS p
    LEFT JOIN same_stop AS s ON s.earlier_id = p.stop_id
    LEFT JOIN earlier.stops AS o ON o.stop_id = p.stop_id
),
parts_later AS (
    SELECT
        p.*, o.place, coalesce(p.stop_id, '') AS at_stop,
        row_number() OVER (PARTITION BY p.document_id, p.stop_id, p.entity_id ORDER BY p.part, p.position) AS of_entity,
        row_number() OVER (PARTITION BY p.document_id, p.stop_id, p.name ORDER BY p.part, p.position) AS of_name,
        row_number() OVER () AS number
    FROM later.participants AS p
    LEFT JOIN later.stops AS o ON o.stop_id = p.stop_id
),
same_person AS (
    SELECT e.number AS earlier_number, l.number AS later_number
    FROM parts_earlier AS e
    JOIN parts_later AS l
        ON l.document_id = e.document_id AND l.at_stop = e.at_stop AND l.entity_id = e.entity_id AND l.of_entity = e.of_entity
),
same_name AS (
    SELECT e.number AS earlier_number, l.number AS later_number
    FROM (FROM parts_earlier WHERE number NOT IN (SELECT earlier_number FROM same_person)) AS e
    JOIN (FROM parts_later WHERE number NOT IN (SELECT later_number FROM same_person)) AS l
        ON l.document_id = e.document_id AND l.at_stop = e.at_stop AND l.name = e.name AND l.of_name = e.of_name
),
same_part AS (FROM same_person UNION ALL FROM same_name),
participants AS (
    SELECT
        'participant' AS what, coalesce(l.document_id, e.document_id) AS document_id, coalesce(l.name, e.name) AS name,
        CASE WHEN e.number IS NULL THEN 'came' WHEN l.number IS NULL THEN 'went' ELSE 'changed' END AS change,
        CASE
            WHEN e.number IS NULL THEN concat_ws(' at ', l.part, l.place)
            WHEN l.number IS NULL THEN concat_ws(' at ', e.part, e.place)
            ELSE concat_ws(
                '; ',
                CASE WHEN e.name <> l.name THEN format('name: {} → {}', e.name, l.name) END,
                CASE WHEN e.entity_id <> l.entity_id THEN format('entity: {} → {}', e.entity_id, l.entity_id) END,
                CASE WHEN e.part <> l.part THEN format('part: {} → {}', e.part, l.part) END,
                CASE
                    WHEN e.title_or_role IS DISTINCT FROM l.title_or_role
                        THEN format('office: {} → {}', coalesce(e.title_or_role, 'null'), coalesce(l.title_or_role, 'null'))
                END
            )
        END AS detail,
        coalesce(l.entity_id, e.entity_id) AS entity_id, e.entity_id AS earlier_entity_id, coalesce(l.position, e.position) AS position
    FROM (parts_earlier AS e LEFT JOIN same_part AS s ON s.earlier_number = e.number)
    FULL JOIN parts_later AS l ON l.number = s.later_number
),
of_documents AS (
    SELECT f.what, f.change, d.source_uri AS document, f.name, f.detail, coalesce(c.why, n.why, o.why, 'linking') AS why, f.position
    FROM (FROM stops UNION ALL FROM participants) AS f
    LEFT JOIN (
        SELECT document_id, source_uri FROM later.documents UNION SELECT document_id, source_uri FROM earlier.documents
    ) AS d ON d.document_id = f.document_id
    LEFT JOIN causes AS c ON c.document_id = f.document_id
    LEFT JOIN relinked_entities AS n ON n.entity_id = f.entity_id
    LEFT JOIN relinked_entities AS o ON o.entity_id = f.earlier_entity_id
    WHERE f.change <> 'changed' OR f.detail <> ''
),
shown AS (
    SELECT r.entity_id, unnest(string_split(c.why, ', ')) AS why
    FROM (
        SELECT entity_id, document_id FROM earlier.referents UNION SELECT entity_id, document_id FROM later.referents
    ) AS r
    JOIN causes AS c ON c.document_id = r.document_id AND c.why IS NOT NULL
    UNION ALL
    SELECT entity_id, why FROM relinked_entities
),
reasons AS (SELECT entity_id, string_agg(DISTINCT why, ', ' ORDER BY why) AS why FROM shown GROUP BY entity_id),
entities AS (
    SELECT
        'entity' AS what, coalesce(l.entity_id, e.entity_id) AS entity_id, coalesce(l.name, e.name) AS name,
        CASE WHEN e.entity_id IS NULL THEN 'came' WHEN l.entity_id IS NULL THEN 'went' ELSE 'changed' END AS change,
        CASE
            WHEN e.entity_id IS NULL THEN l.kind
            WHEN l.entity_id IS NULL THEN concat_ws(', now ', e.kind, t.name)
            ELSE concat_ws(
                '; ',
                CASE WHEN e.kind <> l.kind THEN format('kind: {} → {}', e.kind, l.kind) END,
                CASE WHEN e.name <> l.name THEN format('name: {} → {}', e.name, l.name) END,
                CASE
                    WHEN e.aliases <> l.aliases
                        THEN format('aliases: {} → {}', array_to_string(e.aliases, ', '), array_to_string(l.aliases, ', '))
                END,
                CASE
                    WHEN concat_ws('/', e.country, e.province, e.city, e.county) <> concat_ws('/', l.country, l.province, l.city, l.county)
                        THEN format(
                            'location: {} → {}',
                            concat_ws('/', e.country, e.province, e.city, e.county), concat_ws('/', l.country, l.province, l.city, l.county)
                        )
                END
            )
        END AS detail
    FROM earlier.entities AS e
    FULL JOIN later.entities AS l ON l.entity_id = e.entity_id
    LEFT JOIN later.links AS k ON k.proposed_entity_id = e.entity_id AND l.entity_id IS NULL
    LEFT JOIN later.entities AS t ON t.entity_id = k.entity_id
)
SELECT what, change, document, name, detail, why
FROM (
    SELECT what, change, document, name, detail, why, position FROM of_documents
    UNION ALL
    SELECT e.what, e.change, NULL, e.name, e.detail, coalesce(r.why, 'linking'), NULL
    FROM entities AS e
    LEFT JOIN reasons AS r ON r.entity_id = e.entity_id
    WHERE e.change <> 'changed' OR e.detail <> ''
)
ORDER BY list_position(['stop', 'participant', 'entity'], what), document, position, change, name, detail
