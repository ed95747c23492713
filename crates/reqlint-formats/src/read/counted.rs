//! A text that knows how far it was read.

use crate::record::place::Place;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Counts lines and columns of what is read from it.
pub(in crate::read) struct Counted<R> {
    text: R,
    place: Rc<Cell<Place>>,
}

impl<R: BufRead> Counted<R> {
    pub(in crate::read) fn new(text: R) -> Self {
        Self { text, place: Rc::new(Cell::new(Place { line: 1, column: 1 })) }
    }

    /// The position of the reader, which is known even while another value owns it.
    pub(in crate::read) fn position(&self) -> Rc<Cell<Place>> {
        Rc::clone(&self.place)
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.text.read(buffer)?;
        let mut place = self.place.get();
        for byte in buffer.get(..length).unwrap_or_default() {
            match byte {
                b'\n' => place = Place { line: place.line + 1, column: 1 },
                // the later bytes of a character
                0x80..=0xbf => {}
                _ => place.column += 1,
            }
        }
        self.place.set(place);
        Ok(length)
    }
}
