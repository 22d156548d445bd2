"""Ask whether a vulnerability of a pinned package is known; fails if one is, and says so if nobody could be asked.

python tests/audit/vulnerabilities.py PIP_AUDIT FILE ...
"""

import json
import subprocess
import sys


def report_on(pip_audit: str, file: str) -> list[dict[str, object]]:
    """What is known of each package of a file: `name`, and `vulns` or why nothing is known (`skip_reason`)."""
    command = [pip_audit, "--requirement", file, "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)["dependencies"]
    except ValueError:
        # It ends without a report if it reaches nobody.
        return [{"name": file, "skip_reason": done.stderr.strip().rpartition("\n")[2]}]


def main(pip_audit: str, *files: str) -> int:
    """Say what is known of all packages of the files; 1 if a vulnerability is."""
    packages = {str(package["name"]): package for file in files for package in report_on(pip_audit, file)}
    asked = [package for package in packages.values() if "vulns" in package]
    if not asked:
        reason = next(iter(packages.values()))["skip_reason"]
        print(f"Not reachable: nobody could be asked for known vulnerabilities ({reason}).")
        return 0
    for package in packages.values():
        for known in package.get("vulns", ()):
            print(
                f"{package['name']} {package['version']}: {known['id']}, mended in {known['fix_versions'] or 'no version'}"
            )
    print(f"{len(asked)} of {len(packages)} packages were asked about.")
    return int(any(package["vulns"] for package in asked))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
