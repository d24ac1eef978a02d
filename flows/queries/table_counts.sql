-- one row: how much the current state holds
SELECT (SELECT count(*) FROM documents) AS documents,
       (SELECT count(*) FROM documents WHERE reports_tour) AS tours,
       (SELECT count(*) FROM stops) AS stops,
       (SELECT count(DISTINCT entity_id) FROM participants WHERE part = 'visitor') AS visitors,
       (SELECT count(*) FROM entities) AS entities,
       (SELECT count(*) FROM mentions) AS mentions,
       (SELECT count(*) FROM mentions WHERE is_restored) AS restored,
       (SELECT count(*) FROM statements) AS statements,
       (SELECT count(*) FROM paragraphs) AS paragraphs,
       (SELECT count(*) FROM issues) AS issues,
       (SELECT min(published_on) FROM documents) AS first_day,
       (SELECT max(published_on) FROM documents) AS last_day
