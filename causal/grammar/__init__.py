"""How a figure is worded in claims.yaml: the grammar that judgement reads it by, and rendering words it again."""
