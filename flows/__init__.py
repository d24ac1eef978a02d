"""The flow, its command line and its settings: the only package that knows the environment, the clock and the console."""
