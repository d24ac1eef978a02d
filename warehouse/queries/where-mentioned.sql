-- one row per document that names an entity: how often
-- $name VARCHAR: a person, organization or place, by name or part of it
SELECT e.kind, e.name, d.published_on, d.title, count(*) AS mentions, d.source_uri
FROM mentions AS m
JOIN entities AS e USING (entity_id)
JOIN documents AS d ON d.document_id = m.document_id
WHERE $name IS NULL OR contains(lower(e.name), lower($name)) OR list_bool_or(list_transform(e.aliases, lambda a: contains(lower(a), lower($name))))
GROUP BY e.kind, e.entity_id, e.name, d.published_on, d.title, d.source_uri
ORDER BY d.published_on, d.title, e.name
