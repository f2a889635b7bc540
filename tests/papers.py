"""The plainest documents, made in memory."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

FILES = Path(__file__).parent / "documents"
"""Documents made with an office program; their README says how."""


SKILLS = (
    "Linux system administration",
    "Slurm",
    "Ansible",
    "Kubernetes",
    "Python",
    "C++",
    "MPI",
    "OpenMP",
    "CUDA",
    "Terraform",
    "InfiniBand",
    "Lustre",
    "Grafana",
    "bash scripting",
    "Git",
)
SENTENCES = (
    "I installed and tuned a high-performance cluster of four hundred nodes for the weather service.",
    "Wrote Ansible roles that bring a bare node into production within eleven minutes.",
    "Moved the batch system from PBS to Slurm without losing a single queued job.",
    "Trained thirty researchers in MPI and OpenMP and reviewed the performance of their codes.",
    "Measured the throughput of Lustre and InfiniBand under real load and reported it monthly.",
    "Built container images for CUDA applications and published them in a registry.",
)


def page(*texts: tuple[float, float, str], count: int = 1) -> bytes:
    """A PDF of `count` pages with texts at their places, in the plainest form there is."""
    shown = b"".join(b"1 0 0 1 %g %g Tm (%s) Tj " % (x, y, text.encode("latin-1")) for x, y, text in texts)
    content = b"BT /F1 10 Tf " + shown + b"ET"
    kids = b" ".join(b"%d 0 R" % (5 + number) for number in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    ]
    leaf = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    body = b"".join(
        b"%d 0 obj%s endobj\n" % (number, each) for number, each in enumerate([*objects, *[leaf] * count], 1)
    )
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


RESUME = {
    "basics": {"name": "Ada Fenn", "label": "Engineer", "email": "a@example.org", "summary": "Clusters and code."},
    "work": [
        {
            "name": "Acme",
            "position": "Admin",
            "startDate": "2013-01-15",
            "endDate": "2015-02",
            "highlights": ["Ansible"],
        },
        {
            "company": "Old",
            "position": "Technician",
            "startDate": "2010",
            "summary": "Ran Slurm.",
            "website": "http://x",
        },
    ],
    "skills": [
        {"name": "Linux", "level": "Master", "keywords": ["bash", "systemd"]},
        {"name": "CUDA", "level": 3},
        "Git",
    ],
    "interests": [{"name": "Quantum", "keywords": ["Qiskit"]}],
    "languages": [{"language": "German"}],
    "references": [{"name": "A chief", "reference": "knows Perl"}],
}


LINKEDIN = {
    "Skills.csv": b'Name\r\nLinux\r\n"Python, scientific"\r\n',
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Zürich Computing,Admin,"Ran Slurm\nand Lustre",Graz,Jan 2013,Feb 2015\nNow,Engineer,,Graz,Mar 2015,\n'.encode(),
    "messages.csv": b"FROM,CONTENT\nA chief,knows Perl\n",
}
