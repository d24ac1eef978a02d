"""Prefect tasks, one module per step of the pipeline, and the libraries they are thin wrappers over."""
