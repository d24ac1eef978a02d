-- one row per place and theme in one period: shares of attention side by side
-- $dimension VARCHAR: 'function', 'matter', 'clue_source' or 'subject' (the default)
-- $level VARCHAR: 'country', 'province' (the default), 'city' or 'county'
-- $period VARCHAR: a year or a quarter, such as 2024 or 2024-Q3; all time if not given
SELECT place, theme, share, paragraphs, paragraphs_of_dimension, documents
FROM theme_ratios
WHERE dimension = coalesce($dimension, 'subject') AND place_level = coalesce($level, 'province') AND period = coalesce($period, 'all')
ORDER BY place, share DESC, theme
