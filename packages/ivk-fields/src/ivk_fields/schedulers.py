"""Names of schedulers, and their names in other programs.

The list is not closed: a field also takes any other scheduler that the server's schema allows.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ivk_fields.choices import normalize

__all__ = ["SchedulerName", "find_scheduler"]


class SchedulerName(StrEnum):
    """Schedulers of InvokeAI; ``_K`` is the Karras variant, ``_A`` the ancestral one."""

    DDIM = "ddim"
    DDPM = "ddpm"
    DEIS = "deis"
    DEIS_K = "deis_k"
    DPMPP_2M = "dpmpp_2m"
    DPMPP_2M_K = "dpmpp_2m_k"
    DPMPP_2M_SDE = "dpmpp_2m_sde"
    DPMPP_2M_SDE_K = "dpmpp_2m_sde_k"
    DPMPP_2S = "dpmpp_2s"
    DPMPP_2S_K = "dpmpp_2s_k"
    DPMPP_3M = "dpmpp_3m"
    DPMPP_3M_K = "dpmpp_3m_k"
    DPMPP_SDE = "dpmpp_sde"
    DPMPP_SDE_K = "dpmpp_sde_k"
    ER_SDE = "er_sde"
    EULER = "euler"
    EULER_A = "euler_a"
    EULER_K = "euler_k"
    HEUN = "heun"
    HEUN_K = "heun_k"
    KDPM_2 = "kdpm_2"
    KDPM_2_A = "kdpm_2_a"
    KDPM_2_A_K = "kdpm_2_a_k"
    KDPM_2_K = "kdpm_2_k"
    LCM = "lcm"
    LMS = "lms"
    LMS_K = "lms_k"
    PNDM = "pndm"
    TCD = "tcd"
    UNIPC = "unipc"
    UNIPC_K = "unipc_k"


def find_scheduler(text: str) -> str | None:
    """Return the scheduler with a label or with a name of another program, or None.

    Examples
    --------
    >>> find_scheduler("DPM++ 2M SDE Karras")
    'dpmpp_2m_sde_k'
    >>> find_scheduler("Euler a")
    'euler_a'
    """
    return _BY_KEY.get(_key(text))


def _key(text: str) -> str:
    words = re.sub(r"\bkarras\b", "k", text.casefold())
    words = re.sub(r"\bancestral\b", "a", words)
    return re.sub(r"^dpm2", "kdpm2", normalize(words))


_BY_KEY = {_key(name): name.value for name in SchedulerName}
