#!/usr/bin/env bash
# Raises versions and writes changelogs from the changesets, then brings the lockfile up to date.
set -euo pipefail
npx changeset version
npm install --package-lock-only --ignore-scripts
