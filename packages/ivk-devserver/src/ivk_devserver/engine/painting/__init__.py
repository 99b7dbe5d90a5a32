"""Pictures in place of denoising: a small landscape painter.

The words of a prompt say what is in the picture and in which colours, the seed says where, and so the same
prompt and seed always give the same picture. No model is asked; ``Prompt`` finds the words, ``Palette`` the
colours, ``paint`` puts the layers on top of each other, and ``develop`` shows how it comes out of the noise.
"""

from ivk_devserver.engine.painting.developing import develop
from ivk_devserver.engine.painting.picture import Subject, paint

__all__ = ["Subject", "develop", "paint"]
