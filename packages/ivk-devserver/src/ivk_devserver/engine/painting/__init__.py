"""Pictures in place of denoising: a small landscape painter.

The words of a prompt say what is in the picture and in which colours, the seed says where, and so the same
prompt and seed always give the same picture. No model is asked: ``words`` finds out what is
asked for, ``palette`` mixes the colours, ``picture`` puts the layers on top of each other, and ``developing``
shows how it all comes out of the noise.
"""

from ivk_devserver.engine.painting.developing import Development
from ivk_devserver.engine.painting.picture import Subject, paint

__all__ = ["Development", "Subject", "paint"]
