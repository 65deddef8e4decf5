"""Rule sets in and out: JSON with the JDM table in it, CSV, Excel. What comes in is judged like anything else."""
