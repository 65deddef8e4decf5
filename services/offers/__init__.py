"""无感申办 / 免申即享: who is about to have a right is offered it; a yes is the application, silence is not."""
