"""finding"""
