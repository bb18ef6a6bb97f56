"""The marts of many writers in one DuckLake: a catalogue that all share, over Parquet files in a folder that all reach."""
