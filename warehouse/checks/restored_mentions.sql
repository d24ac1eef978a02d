-- every restored mention in a body has an issue 'name-restored' on the same span; one row per mention that has none
-- within a document
SELECT m.document_id, m.mention_id, m.text, m.char_start, m.char_end
FROM mentions AS m
WHERE
    m.is_restored
    AND NOT EXISTS (
        FROM issues AS i
        WHERE
            i.document_id = m.document_id AND i.code = 'name-restored'
            AND i.char_start IS NOT DISTINCT FROM m.char_start AND i.char_end IS NOT DISTINCT FROM m.char_end
    )
