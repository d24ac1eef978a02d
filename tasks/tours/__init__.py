"""What makes a text a tour: visitors and their parts, dates, stops and statements."""
