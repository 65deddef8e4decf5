"""事后监管: what an approval needs afterwards. Running entitlements are asked after again, approvals are looked at by people,
new rules run beside those in force. Whatever ends anything here is a person."""
