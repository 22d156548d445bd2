"""What a program in Python asks with the client that openapi-python-client generates: generated.py ADDRESS."""

import sys

from security_cooperation_api_client import Client
from security_cooperation_api_client.api.events import events_retrieve
from security_cooperation_api_client.api.funding import funding_export, funding_list, funding_summary
from security_cooperation_api_client.api.programs import programs_list
from security_cooperation_api_client.models import (
    EventDetail,
    FundingExportFileFormat,
    FundingListStageInItem,
    FundingSummaryGroupByItem,
)


def need(condition: object, answer: object) -> None:
    """End with an answer that is not as it should be."""
    if not condition:
        sys.exit(f"A wrong answer: {answer}")


client = Client(sys.argv[1])
programs = programs_list.sync(client=client)
need(programs.count > 100, programs)
need(programs.results[0].citations[0].as_stated, programs)
stages = [FundingListStageInItem.ANNOUNCED, FundingListStageInItem.DELIVERED]
funding = funding_list.sync(client=client, stage_in=stages, page_size=2)
need(len(funding.results) == 2, funding)
need(funding.next_cursor, funding)
need({str(item.stage) for item in funding.results} <= {str(stage) for stage in stages}, funding)
event = events_retrieve.sync("el-chapo-capture-2014", client=client)
need(isinstance(event, EventDetail), event)
summary = funding_summary.sync(client=client, group_by=[FundingSummaryGroupByItem.STAGE])
need(summary.count > 1, summary)
table = funding_export.sync_detailed(FundingExportFileFormat.CSV, client=client).content
need(table.startswith(b"id,url,"), table[:80])
print(f"Python: {programs.count} programs, {funding.count} amounts, “{event.title}”, {summary.count} groups, a file.")
