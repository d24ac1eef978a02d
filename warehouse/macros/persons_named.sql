-- entities of persons who go by a name, whole or in part, in any case; null gives all persons
CREATE OR REPLACE MACRO persons_named(person_name) AS TABLE
SELECT e.*
FROM entities AS e
WHERE
    e.kind = 'person'
    AND (
        person_name IS NULL
        OR contains(lower(e.name), lower(person_name))
        OR list_bool_or(list_transform(e.aliases, lambda a: contains(lower(a), lower(person_name))))
    )
