"""The child process: it dies, hangs and grows without harm; battery rows 6 and 33."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections.abc import Iterator

import pytest

from tests.intake.making import docx_of, pdf, pdf_of
from verbale.errors import InputError
from verbale.intake import Limits, load, sandbox


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    sandbox.close()
    yield
    sandbox.close()


def code_of(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        load(data, limits=limits or Limits())
    assert str(caught.value)
    return caught.value.code


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashed"),
        ("import os; os._exit(3)", "crashed"),
        ("import os; os.abort()", "limit:memory"),
        ("import time; time.sleep(60)", "timeout"),
        ("while True: pass", "timeout"),
    ],
)
def test_a_child_that_dies_or_hangs_is_replaced(script: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sandbox, "_START", script)
        assert code_of(pdf_of("No."), Limits(child_seconds=0.5)) == code
    assert load(pdf_of("The minister said no.")).text == "The minister said no."


def test_one_child_serves_many_files_and_errors_do_not_end_it() -> None:
    load(pdf_of("One."))
    child = sandbox._children[0]
    assert code_of(b"%PDF-1.7 nothing") == "malformed"
    assert load(docx_of("Two.")).text == "Two."
    assert sandbox._children == [child]


def test_other_limits_mean_another_child() -> None:
    load(pdf_of("One."))
    child = sandbox._children[0]
    load(pdf_of("One."), limits=Limits(child_memory=300_000_000))
    assert sandbox._children[0] is not child


def test_a_fork_does_not_share_its_parents_child() -> None:
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    script = (
        "import os, sys; from verbale.intake import load, sandbox\n"
        "data = sys.stdin.buffer.read(); load(data); pid = os.fork()\n"
        "good = load(data).text == 'No.'\n"
        "if pid == 0: os._exit(0 if good else 1)\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) or not good)"
    )
    assert subprocess.run([sys.executable, "-c", script], input=pdf_of("No."), check=False, timeout=60).returncode == 0


def _with_stream(inflated: int) -> bytes:
    """A PDF whose page's content is that many packed spaces."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(inflated // 1_000_000)) + packer.flush()
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n4 0 obj\n"
        b"<< /Length "
        + str(len(packed)).encode()
        + b" /Filter /FlateDecode >>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n"
        b"trailer << /Root 1 0 R >>"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not limit address space")
def test_a_stream_of_500_megabytes_is_given_up() -> None:
    assert code_of(_with_stream(500_000_000)) == "limit:memory"
    assert load(pdf_of("After it.")).text == "After it."


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not limit address space")
def test_the_child_stays_within_its_memory() -> None:
    script = (
        "import resource, sys; from verbale.intake import Limits, load; from verbale.errors import InputError\n"
        "try: load(sys.stdin.buffer.read())\n"
        "except InputError as error: print(error.code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=_with_stream(500_000_000), stdout=subprocess.PIPE, check=True, timeout=120
    )
    code, peak = done.stdout.split()
    assert code == b"limit:memory"
    assert int(peak) * 1024 < 600_000_000


def test_more_pages_than_allowed_are_counted_and_not_read() -> None:
    assert code_of(pdf([[]] * 6_000)) == "limit:pages"
