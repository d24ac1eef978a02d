-- one row per stop and division it lies in, from the country down: the division's level, key and name, and whether it is the narrowest
-- Divisions are told apart by code, so that 贵州省 and Guizhou are one; where a code ends, by name. GB/T 2260 codes nest by two digits.
-- A municipality or special administrative region (11 Beijing, 12 Tianjin, 31 Shanghai, 50 Chongqing, 81 Hong Kong, 82 Macao) is its own only city.
WITH coded AS (
    SELECT
        *,
        CASE WHEN regexp_full_match(admin_code, '\d{6}') THEN admin_code END AS gb,
        CASE WHEN NOT regexp_full_match(admin_code, '\d{6}') THEN admin_code END AS iso
    FROM stops
),
levels AS (
    SELECT stop_id, document_id, 1 AS level, 'country' AS kind, country AS name, coalesce(CASE WHEN gb IS NOT NULL THEN 'CN' END, left(iso, 2), country) AS division
    FROM coded WHERE country IS NOT NULL
    UNION ALL
    SELECT stop_id, document_id, 2, 'province', province, coalesce(left(gb, 2) || '0000', iso, country || '/' || province)
    FROM coded WHERE province IS NOT NULL
    UNION ALL
    SELECT stop_id, document_id, 3, 'city', city,
        coalesce(
            CASE WHEN left(gb, 2) IN ('11', '12', '31', '50', '81', '82') THEN left(gb, 2) || '0100' END,
            CASE WHEN right(gb, 4) <> '0000' THEN left(gb, 4) || '00' END,
            concat_ws('/', coalesce(left(gb, 2), iso, country), city)
        )
    FROM coded WHERE city IS NOT NULL
    UNION ALL
    SELECT stop_id, document_id, 4, 'county', county,
        coalesce(CASE WHEN right(gb, 2) <> '00' THEN gb END, concat_ws('/', coalesce(left(gb, 4), iso, country), city, county))
    FROM coded WHERE county IS NOT NULL
)
SELECT *, level = max(level) OVER (PARTITION BY stop_id) AS is_narrowest
FROM levels
