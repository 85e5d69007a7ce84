"""Measurements: this project beside a plain LangChain pipeline and BM25, on one machine in one run."""
