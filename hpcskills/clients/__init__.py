"""Many people at once: files in and out, batches, cohorts and the classes to run."""
