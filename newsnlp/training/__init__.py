"""Build model files from data: the shipped ones by ``python -m newsnlp.training``, users' own by ``newsnlp train``."""
