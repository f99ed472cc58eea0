#!/usr/bin/env bash
# Installs Debian's Chromium for the tests of the page, unless one is there, and prints where it is.
set -euo pipefail

if ! command -v chromium >/dev/null; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
  "${as_root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
fi
command -v chromium
chromium --version
