-- kilometres between two places by their degrees: great circle on a sphere of 6,371 km (haversine); null where a degree is unknown
CREATE OR REPLACE MACRO kilometres(latitude_a, longitude_a, latitude_b, longitude_b) AS
CASE
    WHEN latitude_a + longitude_a + latitude_b + longitude_b IS NOT NULL
        THEN 2 * 6371 * asin(least(1, sqrt(
            pow(sin(radians(latitude_b - latitude_a) / 2), 2)
            + cos(radians(latitude_a)) * cos(radians(latitude_b)) * pow(sin(radians(longitude_b - longitude_a) / 2), 2)
        )))
END
