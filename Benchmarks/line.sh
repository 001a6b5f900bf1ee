echo "$0"
