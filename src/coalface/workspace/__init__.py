"""Where a user's tables live: Delta Lake tables in one folder, filled one whole file at a time.

**What is visible.** An ingest takes one file into several tables. Each try at it is an *attempt*
with a name of its own, and everything it writes carries that name:

1.  The attempt takes a lock, `running/ATTEMPT`, that the system frees when the process ends,
    however it ends.
2.  Its rows are written to `TABLE/attempt=ATTEMPT/part-*.parquet`. No Delta log names these
    files yet.
3.  One Delta commit a table adds the files, partitioned by `attempt`. Nobody reads them yet.
4.  One commit to the Delta table `ingests` adds the row of the ingest. **This commit alone makes
    the ingest visible**, in all tables at once. It carries two application transactions: the key
    of the ingest (SHA-256 over the file's digest, the kind and the options that change what is
    read), and the ingest's number. Delta lets only one of two commits with the same transaction
    pass; the other reads `ingests` again, and then either finds that its file is there, and
    takes its own parts away, or takes the next number.

A reader reads `ingests` first and the other tables after it, and takes from them the files of
attempts that `ingests` names. Since step 3 comes before step 4, it finds all of them; since an
attempt that `ingests` does not name is never read, it finds nothing else. A reader of version N
takes the ingests up to number N.

**What is left behind** by an attempt that died is therefore never seen. It is taken away when
the same file is ingested again, by `compact`, and by `verify --mend`: whoever does so takes the
attempt's lock, which fails while the attempt lives, and *then* reads `ingests` once more, since
the attempt may have finished meanwhile.

**What is replaced.** Nothing visible is ever changed. An ingest may name earlier ones that it
replaces (`--again`, a newer set of packaged facts, a withdrawal, which has no rows of its own):
from its number on they are not read, and with a lower `--workspace-version` they are.

**What a ledger must be** before anything is read or taken away by it: each of its parts has the
digest of its name, its numbers run from 1 without a gap, and each manifest, which is written once
an ingest is visible, has its ingest there. Else `ingests` is damaged, what it does not name may
be complete, and every command stops and says so. A manifest that a kill prevented is written from
the ledger by the next ingest or clean-up. The ledger itself is merged as it grows.

**Compaction** puts small parts of one attempt together in one Delta commit that removes the old
files and adds the new, so that a reader finds either. Old files stay on disk for some days, for
readers that have begun.

**What is forgotten** is the one exception: `forget_rows` empties rows in the files of every
version and deletes the old files at once. The rows keep their places, so that counts hold.

Names of files begin with nothing that a user's file says: attempts are named after digests.
A part carries its own SHA-256 in its name, so that `verify` can read it again.
"""

from coalface.workspace.forgetting import FORGETTING, Forgotten, Intent, Removal
from coalface.workspace.ledger import WITHDRAWAL, Visible
from coalface.workspace.origins import Origin, describe_file
from coalface.workspace.reports import IngestReport
from coalface.workspace.store import Workspace, default_folder, is_workspace
from coalface.workspace.vintages import find_undated, is_dated, keep_newest

__all__ = [
    "FORGETTING",
    "WITHDRAWAL",
    "Forgotten",
    "IngestReport",
    "Intent",
    "Origin",
    "Removal",
    "Visible",
    "Workspace",
    "default_folder",
    "describe_file",
    "find_undated",
    "is_dated",
    "is_workspace",
    "keep_newest",
]
