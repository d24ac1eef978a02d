-- one row per period and theme at one place: how shares of attention change
-- $dimension VARCHAR: 'function', 'matter', 'clue_source' or 'subject' (the default)
-- $place VARCHAR: a country or division; everywhere if not given
-- $by VARCHAR: 'year' (the default) or 'quarter'
SELECT period, place, theme, share, paragraphs, paragraphs_of_dimension, documents
FROM theme_ratios
WHERE
    dimension = coalesce($dimension, 'subject') AND period_kind = coalesce($by, 'year')
    AND CASE WHEN $place IS NULL THEN place_level = 'all' ELSE lower(place) = lower($place) END
ORDER BY period, share DESC, theme
