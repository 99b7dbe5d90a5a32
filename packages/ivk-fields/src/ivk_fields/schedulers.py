"""The schedulers by name, and what else people call them.

The list is that of a present server and is open: a scheduler that only a newer server has is accepted
wherever that server's schema allows it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ivk_fields.choices import squash

__all__ = ["SchedulerName", "scheduler_called"]


class SchedulerName(StrEnum):
    """Schedulers that InvokeAI knows; ``_K`` is the Karras variant, ``_A`` the ancestral one."""

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


def scheduler_called(text: str) -> str | None:
    """Find the scheduler that a label or another program's name means.

    Examples
    --------
    >>> scheduler_called("DPM++ 2M SDE Karras")
    'dpmpp_2m_sde_k'
    >>> scheduler_called("Euler a")
    'euler_a'
    """
    return _BY_KEY.get(_key(text))


def _key(text: str) -> str:
    words = re.sub(r"\bkarras\b", "k", text.casefold())
    words = re.sub(r"\bancestral\b", "a", words)
    return re.sub(r"^dpm2", "kdpm2", squash(words))


_BY_KEY = {_key(name): name.value for name in SchedulerName}
