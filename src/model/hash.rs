/*! The one hash of the project, and features made with it.

In: bytes and numbers. Out: 32-bit numbers, the same on every platform and in every version of the model file. Not a defence
against chosen collisions: a collision costs accuracy, never correctness.
*/

/// Hashes bytes (FNV-1a).
pub const fn bytes(bytes: &[u8]) -> u32 {
    let mut h = 0x811c_9dc5_u32;
    let mut i = 0;
    while i < bytes.len() {
        h = (h ^ bytes[i] as u32).wrapping_mul(0x0100_0193);
        i += 1;
    }
    h
}

/// Continues the hash of bytes by one byte.
pub const fn push(h: u32, byte: u8) -> u32 {
    (h ^ byte as u32).wrapping_mul(0x0100_0193)
}

/// Continues the hash of bytes by one character.
pub const fn push_char(h: u32, c: char) -> u32 {
    (h ^ c as u32).wrapping_mul(0x0100_0193)
}

/// Where a hash of bytes begins, for [`push`].
pub const START: u32 = 0x811c_9dc5;

/// Mixes two numbers into one; all bits of the result depend on all bits of both.
pub const fn mix(a: u32, b: u32) -> u32 {
    let x = ((a as u64) << 32 | b as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x >> 32) as u32
}

/// Hashes bytes into 64 bits (FNV-1a over eight bytes at a time): the checksum of the model file.
pub fn checksum(bytes: &[u8]) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    let mut step = |x: u64| h = (h ^ x).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        step(chunk.iter().rev().fold(0, |x, &b| x << 8 | u64::from(b)));
    }
    for &b in chunks.remainder() {
        step(u64::from(b));
    }
    step(bytes.len() as u64);
    h
}

/// The features of one decision: a list of hashes, each of a template's number and what stands in its places.
#[derive(Debug, Default, Clone)]
pub struct Features(Vec<u32>);

impl Features {
    /// No features, with room for as many as any stage has.
    pub fn new() -> Self {
        Self(Vec::with_capacity(128))
    }

    /// Forgets all features.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Template `t` with one place.
    #[inline]
    pub fn one(&mut self, t: u32, a: u32) {
        self.0.push(mix(t, a));
    }

    /// Template `t` with two places.
    #[inline]
    pub fn two(&mut self, t: u32, a: u32, b: u32) {
        self.0.push(mix(mix(t, a), b));
    }

    /// Template `t` with three places.
    #[inline]
    pub fn three(&mut self, t: u32, a: u32, b: u32, c: u32) {
        self.0.push(mix(mix(mix(t, a), b), c));
    }

    /// The features so far.
    pub fn ids(&self) -> &[u32] {
        &self.0
    }
}

impl Features {
    /// One number that stands for all features in their order: equal for equal definitions of features.
    pub fn fingerprint(&self) -> u32 {
        self.0.iter().fold(self.0.len() as u32, |h, &id| mix(h, id))
    }
}
