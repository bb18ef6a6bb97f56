"""The only package that imports dagster: assets, checks, resources, sensors, jobs."""
