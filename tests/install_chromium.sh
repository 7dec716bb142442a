#!/bin/sh
# Brings Debian's Chromium for the tests in a browser, where we may install things.  Where it
# stays away, those tests say why they are skipped, and with CI=true they fail.
set -eu

for name in chromium chromium-browser google-chrome; do
  if command -v "$name" > /dev/null; then exit 0; fi
done
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
  echo "There is no Chromium here, and only root can install it, with apt: apt install chromium" >&2
  exit 0
fi

echo "Installing Chromium for the tests in a browser: this takes a minute."
log=$(mktemp)
if ! { apt-get update && apt-get install --yes --no-install-recommends chromium fonts-dejavu-core; } > "$log" 2>&1; then
  cat "$log" >&2
  echo "Chromium could not be installed: apt's words are above." >&2
fi
rm -f "$log"
