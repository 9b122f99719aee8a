"""Figures as series: amounts in prose and tables, what they measure, and of what period."""
