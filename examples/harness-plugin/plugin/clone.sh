#!/bin/sh
# A plugin is a program that reads its settings from PLUGIN_ variables, and writes what others shall know into DRONE_OUTPUT.
set -eu

: "${PLUGIN_REPO:?the setting 'repo' is missing}"
: "${PLUGIN_PATH:?the setting 'path' is missing}"

# The repository may belong to somebody else than the user of this container.
git config --global --add safe.directory '*'
rm -rf "$PLUGIN_PATH"
git clone --quiet --branch "${PLUGIN_BRANCH:-main}" "$PLUGIN_REPO" "$PLUGIN_PATH"
commit=$(git -C "$PLUGIN_PATH" rev-parse HEAD)
echo "cloned $PLUGIN_REPO at $commit"
echo "COMMIT=$commit" >>"$DRONE_OUTPUT"
