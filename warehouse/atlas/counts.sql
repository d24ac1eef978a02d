-- one row: stops and tours that are asked for and that are shown, and the run that they come from
SELECT
    count(*) AS stops_asked, count(*) FILTER (is_shown) AS stops_shown,
    count(DISTINCT document_id) AS tours_asked, count(DISTINCT document_id) FILTER (is_shown) AS tours_shown,
    (SELECT max(run) FROM runs) AS run, (SELECT max(finished_at) FROM runs) AS finished_at
FROM chosen
