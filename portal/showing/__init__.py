"""How stored things are shown to people, shared by the faces: values, what is known, reasons, the timeline."""
