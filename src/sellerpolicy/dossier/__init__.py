"""Dossiers: what is in the files of an account, read, put together, and seen from a day."""

from sellerpolicy.dossier.dossiers import Dossier, dossiers
from sellerpolicy.dossier.files import FileRead
from sellerpolicy.dossier.folders import files_read
from sellerpolicy.dossier.merging import Contradiction

__all__ = ["Contradiction", "Dossier", "FileRead", "dossiers", "files_read"]
