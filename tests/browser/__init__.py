"""What people see: pages in a real Chromium, driven through selenium, on a live server."""
