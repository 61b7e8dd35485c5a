"""The service that the pages under test are given."""

from __future__ import annotations

import pytest

from core.bootstrap import build_service
from core.study.service import StudyService


@pytest.fixture
def service() -> StudyService:
    return build_service()
