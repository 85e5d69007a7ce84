"""What a report contradicts: itself, its own text, the reports of the years beside it. Nothing is repaired."""

from ingest.audit.identities import Instance, audit, instances, proved_zero, total_of

__all__ = ["Instance", "audit", "instances", "proved_zero", "total_of"]
