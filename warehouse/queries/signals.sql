-- one row per signal: something to look into, and why
-- $signal VARCHAR: a kind of signal, such as reports_disagree
-- $person VARCHAR: the person, by name or part of it
SELECT signal, reason, document_ids
FROM signals
WHERE
    ($signal IS NULL OR signal = lower($signal))
    AND ($person IS NULL OR entity_id IN (SELECT entity_id FROM persons_named($person)))
ORDER BY signal, reason
