"""What a data officer (数据官) does: disputes, requests, findings, the negative list and the department's own score."""
