"""The atlas: rows of the warehouse as one HTML page, without effects."""
