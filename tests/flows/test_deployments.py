"""What a team deploys fits the flow; `python -m tests.flows.deployment_trial` tries it with a real server and worker."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.events.schemas.automations import AutomationCore
from prefect.flows import load_flow_from_entrypoint

import flows

FOLDER = Path(flows.__file__).parent
DECLARED: dict[str, Any] = yaml.safe_load((FOLDER / "prefect.yaml").read_text())


@pytest.mark.parametrize("deployment", DECLARED["deployments"], ids=lambda deployment: deployment["name"])
def test_a_deployment_fits_the_flow(deployment: dict[str, Any]) -> None:
    flow = load_flow_from_entrypoint(deployment["entrypoint"])
    assert flow.name == "ingest"
    for schedule in deployment["schedules"]:
        flow.validate_parameters({**deployment["parameters"], **schedule.get("parameters", {})})
        kind = CronSchedule if "cron" in schedule else IntervalSchedule
        kind.model_validate({key: value for key, value in schedule.items() if key in kind.model_fields})
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}


def test_killed_runs_are_marked_by_the_heartbeat_that_the_deployments_send() -> None:
    (automation,) = yaml.safe_load((FOLDER / "automations.yaml").read_text())["automations"]
    trigger = AutomationCore.model_validate(automation).trigger
    for deployment in DECLARED["deployments"]:
        beat = int(deployment["work_pool"]["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])
        assert trigger.within.total_seconds() == 3 * beat  # type: ignore[union-attr]
        assert automation["trigger"]["match_related"]["prefect.resource.id"] in {f"prefect.tag.{tag}" for tag in deployment["tags"]}
