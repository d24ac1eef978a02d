-- one row per person shown in an office
-- $office VARCHAR: the office, or words of it
SELECT office, person, first_shown, last_shown, documents
FROM offices
WHERE $office IS NULL OR contains(lower(office), lower($office))
ORDER BY first_shown, office, person
