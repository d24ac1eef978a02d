"""Tables and SQL: the schema, the lake's Parquet, the DuckDB warehouse and its history."""
