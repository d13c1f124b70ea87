"""`coalface ingest`: take your own files in."""

from coalface.cli.claims_options import (
    PublishedOption,
    PublisherOption,
    SensitivityOption,
    TitleOption,
    UrlOption,
)
from coalface.cli.file_options import (
    AgainOption,
    CountriesOption,
    CurrencyOption,
    EncodingOption,
    FilesArgument,
    FlowOption,
    MappingOption,
    PartnerOption,
    RevisionOption,
    VintageOption,
)
from coalface.cli.options import JsonOption, WorkspaceOption, today

__all__ = ["ingest"]


def ingest(
    files: FilesArgument, *, vintage: VintageOption = None, hs_revision: RevisionOption = None,
    flow: FlowOption = None, currency: CurrencyOption = None, partner: PartnerOption = None,
    mapping: MappingOption = None, countries: CountriesOption = None,
    encoding: EncodingOption = None, sensitivity: SensitivityOption = None,
    published: PublishedOption = None, publisher: PublisherOption = None,
    title: TitleOption = None, url: UrlOption = None, again: AgainOption = False,
    workspace: WorkspaceOption = None, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Take files into the workspace, each whole or not at all.

    The kind is found from the file where it is not given. The same file twice is taken in once.
    """
    from coalface.cli.ingest_options import (
        ReportOptions,
        read_partners,
        read_request,
        take_reports,
    )
    from coalface.cli.workspace_actions import ingest_files

    about = ReportOptions(sensitivity, published, publisher, title, url)
    if take_reports(files, about, workspace, is_again=again, as_json=as_json):
        return
    options = {
        "vintage": vintage, "hs_revision": hs_revision, "flow": flow, "currency": currency,
        "partner_codes": read_partners(partner), "mapping": mapping, "countries": countries,
        "encoding": encoding, "read_on": today(),
    }  # fmt: skip
    ingest_files(*read_request(files, options), workspace, is_again=again, as_json=as_json)
