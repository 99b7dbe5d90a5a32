"""Images instead of denoising: a small painter of landscapes.

The words of a prompt decide what is in the image and in which colors, the seed decides where. The same
prompt and seed therefore always make the same image. No model is used: ``words`` finds the words that the
painter knows, ``palette`` chooses the colors, ``picture`` draws the layers, and ``preview`` makes the
previews of the steps.

The numbers in the drawing functions are positions, sizes and color shares that were chosen by eye.
"""

from ivk_devserver.engine.painting.picture import Subject, paint
from ivk_devserver.engine.painting.preview import DenoisingPreview

__all__ = ["DenoisingPreview", "Subject", "paint"]
