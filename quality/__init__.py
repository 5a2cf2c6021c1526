"""Long runs that tell how well learnperf is tested: each is a command, and docs/quality.md has what they print."""
