-- one row per document that told fewer stops after an edit, read by the same reader: something was taken out
WITH edits AS (
    SELECT
        *,
        lag(stop_count) OVER edited AS stops_before, lag(fingerprint) OVER edited AS fingerprint_before,
        lag(reader_version) OVER edited AS reader_before
    FROM readings
    WINDOW edited AS (PARTITION BY document_id ORDER BY changed_run)
)
SELECT
    d.title, e.changed_run AS run, e.stops_before, e.stop_count AS stops,
    'after an edit found by run ' || e.changed_run || ', ' || coalesce(d.title, d.source_uri) || ' tells ' || e.stop_count || ' stops, not '
    || e.stops_before AS reason,
    CAST(NULL AS VARCHAR) AS entity_id, [e.document_id] AS document_ids, CAST([] AS VARCHAR[]) AS stop_ids
FROM edits AS e
JOIN documents AS d USING (document_id)
WHERE e.stop_count < e.stops_before AND e.fingerprint <> e.fingerprint_before AND e.reader_version = e.reader_before AND e.last_run IS NULL
